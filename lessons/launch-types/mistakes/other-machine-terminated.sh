OTHER=$(aws ec2 describe-instances --query 'Reservations[1].Instances[0].InstanceId' --output text)
aws ec2 terminate-instances --instance-ids $OTHER
sleep 60
aws ecs run-task --cluster lab --launch-type EC2 --task-definition job --count 6
