"""The `hotline` command: one verb for each thing that an operator does."""

import typer

from bot.commands import demo, evaluation, faq, models, open311, running, staff, talking

app = typer.Typer(no_args_is_help=True, help="小政 12345 热线助手", pretty_exceptions_enable=False)
app.command("run", help="启动全部服务")(running.run)
app.command("train", help="训练语义模型")(running.train)
app.command("doctor", help="检查这台机器缺什么")(running.doctor)
app.command("demo", help="装进一天编出来的数据，给参观的人看")(demo.demo)
app.command("purge", help="删除超过保存期限的对话")(running.purge)
app.command("serve-web", hidden=True)(running.serve_web)
app.command("serve-actions", hidden=True)(running.serve_actions)
app.command("ask", help="问小政一句话")(talking.ask)
app.command("transcribe", help="把一段录音转成文字")(talking.transcribe)
app.command("speak", help="把一句话读成录音")(talking.speak)
app.command("evaluate", help="用带标准答案的句子给小政打分")(evaluation.evaluate)
app.add_typer(faq.app, name="faq", help="知识库：检查、导入、导出")
app.add_typer(models.app, name="models", help="语音模型：列出、下载")
app.add_typer(staff.app, name="staff", help="工作人员账号")
app.add_typer(open311.app, name="open311", help="Open311 接口的密钥")

if __name__ == "__main__":
    app()
