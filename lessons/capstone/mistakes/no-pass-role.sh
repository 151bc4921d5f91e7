SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws iam create-role --role-name shop-scheduler --assume-role-policy-document file://trust-scheduler.json
aws iam put-role-policy --role-name shop-scheduler --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": ["arn:aws:ecs:us-east-1:123456789012:task-definition/aggregate:*", "arn:aws:ecs:us-east-1:123456789012:task-definition/report:*"]}]}'
aws scheduler create-schedule --name aggregate --schedule-expression 'rate(30 minutes)' \
    --flexible-time-window Mode=OFF --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/shop-scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/aggregate,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
aws scheduler create-schedule --name report --schedule-expression 'cron(0 2 * * ? *)' \
    --schedule-expression-timezone Asia/Tokyo --flexible-time-window Mode=OFF \
    --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/shop-scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/report,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
